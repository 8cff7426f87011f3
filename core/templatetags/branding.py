"""For the admin's own templates."""

from django import template

from core import branding

register = template.Library()
register.simple_tag(branding.clinic_name)
