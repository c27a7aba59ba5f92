"""OpenCC alone: Traditional characters to Simplified ones, the least that any restoration does."""

from opencc import OpenCC
from serving import serve

convert = OpenCC("t2s").convert

serve({"convert": (convert, lambda text, date: {"text": [{"text": convert(text)}]})}, ["opencc"])
