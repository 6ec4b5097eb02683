"""The texts members read: the guide, program tips and nudges, as Markdown files with front matter.

Loaded and checked by :mod:`bot.guidance`; the package exists so that an installed wheel carries the files.
"""
