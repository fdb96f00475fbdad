#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a clean gray page look scanned: scan.py CLEAN.pgm SCANNED.jpg

The page is turned a little, darkened at one edge and given specks; the specks
come from a seeded generator, so every run gives the same picture."""
import random
import sys

from PIL import Image, ImageChops, ImageFilter

page = Image.open(sys.argv[1]).convert("L")
page = page.rotate(0.8, resample=Image.BICUBIC, fillcolor=255)
page = page.filter(ImageFilter.GaussianBlur(0.6))
width, height = page.size
shade = Image.linear_gradient("L").rotate(90).resize((width, height))
page = ImageChops.multiply(page, shade.point(lambda v: 225 + v * 25 // 255))
dice = random.Random(1998)
pixels = page.load()
for _ in range(2500):
    x, y = dice.randrange(width - 2), dice.randrange(height - 2)
    tone = dice.choice((40, 90, 140, 255))
    for dx in range(dice.choice((1, 1, 2))):
        pixels[x + dx, y] = tone
page.save(sys.argv[2], "JPEG", quality=32, dpi=(150, 150))
