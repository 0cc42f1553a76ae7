"""What each step asks, for pages, API and drafts alike: a module for each kind of record."""

from strategy.forms import discussion as discussion
from strategy.forms import enquiry as enquiry
from strategy.forms import interview as interview
from strategy.forms import medical as medical
from strategy.forms import order as order
from strategy.forms import protection as protection
