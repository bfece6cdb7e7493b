"""Salesforce's own export: its objects and their field histories become an account's history."""
