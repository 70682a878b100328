# make build   what `bin/kac` needs          make test    everything, from a fresh clone
# make demo    a failover to look at          make check   types, lint, format, tidiness; changes nothing
# make bench   kac beside keepalived          make clean   removes what was built
# make lab     a shell on a host of a network of namespaces; CMD='ip address' runs that instead
# make uml     the same in user-mode-linux; CMD as well
# make soak    random faults for SECONDS (1200); SEED repeats a run
# make twin    keepalived and kac with 35 configurations of load balancing, while servers fail and come back
# make fuzz    fuzzes the packet decoders and the reading of configurations, each target for SECONDS (60)

MAKEFLAGS += --no-print-directory

# npm is the machine's: it replaces node_modules, and with it the Node that everything else runs on.
npm_path := $(PATH)
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

# With their folders, so that a removed file counts as a change.
typescript := $(shell find grammar src -type d -o -name '*.ts')
native := $(shell find native -path native/build -prune -o \( -type d -o -type f \) -print)
cpp := $(shell find native test/support -path native/build -prune -o \( -name '*.cc' -o -name '*.h' \) -print)
modules := node_modules/.package-lock.json

.PHONY: build demo test bench check static clean setup lab uml fuzz soak twin

build: dist/.built native/build/.built

demo: build
	@scripts/setup.sh demo
	@node scripts/demo.ts

test: setup build static
	@node scripts/test.ts

bench: build
	@scripts/setup.sh bench
	@node bench/index.ts

soak: build
	@scripts/setup.sh bench
	@node soak/index.ts

check: static
	@vitest run test/tidy.test.ts --reporter=dot

# All of `check` that is no test.
static: $(modules)
	@scripts/setup.sh check
	@tsc -p tsconfig.json
	@biome check --error-on-warnings .
	@clang-format --dry-run --Werror $(cpp)

clean:
	rm -rf dist native/build .cache

# Outside CI what is missing makes tests be skipped and counted, not fail.
setup:
	@scripts/setup.sh test || [ -z "$$CI" ]

lab: build
	@scripts/setup.sh test
	@PATH="$(CURDIR)/bin:$$PATH" node scripts/lab.ts "$$CMD"

uml: $(modules)
	@scripts/setup.sh test
	@PATH="$(CURDIR)/bin:$$PATH" node scripts/uml.ts "$$CMD"

twin: build
	@scripts/setup.sh test
	@node scripts/twin.ts

fuzz: $(modules)
	@scripts/setup.sh test
	@scripts/fuzz-native.sh $(or $(SECONDS),60)
	@node scripts/fuzz-language.ts $(or $(SECONDS),60)

$(modules): package-lock.json
	PATH='$(npm_path)' npm ci --no-audit --no-fund --loglevel=error
	@touch $@

dist/.built: $(typescript) tsconfig.json tsconfig.build.json $(modules)
	rm -rf dist
	npm run -s build:ts
	@touch $@

native/build/.built: $(native) scripts/build-native.ts $(modules)
	@scripts/setup.sh build || :
	node scripts/build-native.ts
	@touch $@
