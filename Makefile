.PHONY: demo test lint format assets bench load setup
demo: ; @bin/demo $(ARGS)
test: ; @bin/test
load: ; @bin/test load
lint: ; @bin/lint
format: ; @bin/format
assets: ; @bin/assets
bench: ; @bin/bench $(ARGS)
setup: ; @bin/setup dev
