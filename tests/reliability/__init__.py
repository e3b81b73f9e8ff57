"""The counting of script/faults; what it counts is a site of real programs, which tests/machines brings up."""
