"""The schedule on a virtual clock: invented outlets and machines that come and go in, lateness and runs out.

When an outlet is due, and which of the due ones begin, is decided by the very functions of ``scheduling``.
"""
