"""Tests of areas and topics."""
