"""What the machine does without us: a bare Django view, and a bare DRF endpoint that writes or reads five rows.

No middleware, no sign-in, no permissions, no audit: tables of the bench's own, serializers, INSERTs.
"""

from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

TABLES = """
create table bench_envelope (id bigserial primary key, reference text not null, kind text not null,
    sent_at timestamptz not null, concern text not null);
create table bench_child (id bigserial primary key, envelope_id bigint not null references bench_envelope,
    given_name text not null, family_name text not null, born date);
create table bench_adult (id bigserial primary key, envelope_id bigint not null references bench_envelope,
    name text not null, telephone text not null);
create table bench_address (id bigserial primary key, envelope_id bigint not null references bench_envelope,
    lines text not null, postcode text not null);
grant select, insert on bench_envelope, bench_child, bench_adult, bench_address to cpu_app;
grant usage on all sequences in schema public to cpu_app;
"""


class Envelope(models.Model):
    reference, kind, concern = models.TextField(), models.TextField(), models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        app_label, managed = "bench", False


class Child(models.Model):
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="children")
    given_name, family_name = models.TextField(), models.TextField()
    born = models.DateField(null=True)

    class Meta:
        app_label, managed = "bench", False


class Adult(models.Model):
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="adults")
    name, telephone = models.TextField(), models.TextField()

    class Meta:
        app_label, managed = "bench", False


class Address(models.Model):
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="addresses")
    lines, postcode = models.TextField(), models.TextField()

    class Meta:
        app_label, managed = "bench", False


class ChildSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Child, ["given_name", "family_name", "born"]


class AdultSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Adult, ["name", "telephone"]


class AddressSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Address, ["lines", "postcode"]


class EnvelopeSerializer(serializers.ModelSerializer):
    children, adults, addresses = (
        ChildSerializer(many=True),
        AdultSerializer(many=True),
        AddressSerializer(many=True),
    )

    class Meta:
        model, fields = (
            Envelope,
            ["id", "reference", "kind", "sent_at", "concern", "children", "adults", "addresses"],
        )

    def create(self, validated_data):
        parts = {name: validated_data.pop(name) for name in ("children", "adults", "addresses")}
        with transaction.atomic():
            made = Envelope.objects.create(**validated_data)
            for name, rows in parts.items():
                for row in rows:
                    getattr(made, name).create(**row)
        return made


BODY = {
    "reference": "BRACKEN-1",
    "kind": "child_protection",
    "sent_at": "2026-11-19T11:20:00Z",
    "concern": "He showed his teacher the mark on his leg and said who had done it.",
    "children": [
        {"given_name": "Tomasz", "family_name": "Wrzosek", "born": "2018-05-22"},
        {"given_name": "Iga", "family_name": "Wrzosek", "born": "2026-08-07"},
    ],
    "adults": [{"name": "Gwen Hollowell", "telephone": "01632 960811"}],
    "addresses": [{"lines": "Bracken Lane", "postcode": "ZZ99 4WZ"}],
}


class Bare(APIView):
    authentication_classes, permission_classes = (), ()


class Five(Bare):
    def post(self, request):
        read = EnvelopeSerializer(data=request.data)
        read.is_valid(raise_exception=True)
        read.save()
        return Response(read.data, status=201)


class One(Bare):
    def get(self, request, pk):
        found = get_object_or_404(Envelope.objects.prefetch_related("children", "adults", "addresses"), pk=pk)
        return Response(EnvelopeSerializer(found).data)


urlpatterns = [
    path("bare/", lambda request: HttpResponse("There is nothing here.")),
    path("five/", Five.as_view()),
    path("five/<int:pk>/", One.as_view()),
]
