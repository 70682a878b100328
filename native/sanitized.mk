# What the scripts sanitize-native.sh and fuzz-native.sh run: test programs and fuzz targets with ASan and UBSan, all of the
# same objects.   make -f native/sanitized.mk native/build/sanitized/core_test

out := native/build/sanitized
CXX := clang++
sanitizers := -fsanitize=address,undefined -fno-sanitize-recover=all
CXXFLAGS := -std=c++20 -g -O1 -fno-exceptions -Inative -MMD $(sanitizers)

objects = $(patsubst %.cc,$(out)/%.o,$(1))
core := $(wildcard native/core/*.cc native/core/*/*.cc)
core_test := $(core) $(wildcard native/test/*.cc)
shell_test := $(core) $(wildcard native/shell/*.cc native/shell/*/*.cc) native/test/harness.cc $(wildcard native/test/shell/*.cc)
fuzz := $(core) $(addprefix native/test/,draft.cc draft_image.cc words.cc)
targets := $(addprefix $(out)/fuzz/,decode bfd image handover)

.PHONY: tests targets
.SECONDARY:
tests: $(out)/core_test $(out)/shell_test
targets: $(targets)

$(out)/core_test: $(call objects,$(core_test))
$(out)/shell_test: $(call objects,$(shell_test))
$(out)/core_test $(out)/shell_test:
	$(CXX) $(sanitizers) -o $@ $^

$(targets): $(out)/fuzz/%: $(out)/native/fuzz/%.o $(call objects,$(fuzz))
	@mkdir -p $(@D)
	$(CXX) $(sanitizers) -fsanitize=fuzzer -o $@ $^

$(out)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) -fsanitize=fuzzer-no-link -c -o $@ $<

-include $(shell find $(out) -name '*.d' 2>/dev/null)
