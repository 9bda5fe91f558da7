# The verbs of the project. `make run` and `make test` work on a fresh Debian 12 machine.
.PHONY: setup build run demo test endure format
setup:
	@scripts/setup
build: setup
	@cmake --preset release >/dev/null
	@cmake --build --preset release --target datong datong-client
	@scripts/web
run:
	@scripts/run
demo:
	@build/release/bin/datong demo
test:
	@scripts/test
endure:
	@scripts/endure
format:
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format -i
