"""One act has one event, said in the way of a partitioned table: `cpu.audit_months` lays the months after migrating."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cpu", "0002_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="auditevent", name="one_act_one_event"),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.UniqueConstraint(
                fields=("subject_id", "version", "recorded_at"), name="one_act_one_event"
            ),
        ),
    ]
