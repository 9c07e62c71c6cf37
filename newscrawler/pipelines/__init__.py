"""Scrapy: the steps that every article takes, in order; each bears the name of the room that it serves.

In: what a spider yields. Out: the same article, tidier; or ``DropItem`` with a reason from ``model.outcome``.
"""
