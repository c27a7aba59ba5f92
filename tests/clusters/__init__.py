"""Tests of engines: real Spark and Ray on this machine, run by `make engines`."""
