"""Backups of a whole database, and exports of one transition: sealed zip files, checked on reading.

A backup holds every table as JSON lines, so that it can be restored into either kind of database.
An export is for people and auditors: it can be read, and its chain checked, without the product.
"""
