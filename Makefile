.PHONY: demo test lint assets bench load setup
demo: ; @bin/demo $(ARGS)
test: ; @bin/test
load: ; @bin/test load
lint: ; @bin/lint
assets: ; @bin/assets
bench: ; @bin/bench
setup: ; @bin/setup dev
