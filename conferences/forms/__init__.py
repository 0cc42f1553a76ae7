"""What each step asks, for pages, API and drafts alike: a module for each kind of record."""

from conferences.forms import conference as conference
from conferences.forms import plan as plan
from conferences.forms import support as support
