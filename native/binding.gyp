{
  "variables": {
    "warnings": ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wswitch", "-Werror"],
  },
  "target_defaults": {
    "cflags_cc!": ["-fno-rtti", "-std=gnu++17", "-std=gnu++20", "-Wno-unused-parameter"],
    "cflags!": ["-Wno-unused-parameter"],
    "cflags_cc": ["-std=c++20", "-fno-exceptions", "-fvisibility=hidden", "<@(warnings)"],
    "include_dirs": ["."],
    # A worker that is terminated can throw no more, which node-addon-api would otherwise take for a reason to abort.
    "defines": ["NAPI_VERSION=9", "NAPI_DISABLE_CPP_EXCEPTIONS", "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"],
  },
  "targets": [
    {
      "target_name": "kac_core",
      "type": "static_library",
      "sources": ["<!@(ls core/*.cc core/*/*.cc)"],
    },
    {
      "target_name": "kac_shell",
      "type": "static_library",
      "dependencies": ["kac_core"],
      "sources": ["<!@(ls shell/*.cc shell/*/*.cc)"],
    },
    {
      "target_name": "kac-engine",
      "type": "executable",
      "dependencies": ["kac_core", "kac_shell"],
      "sources": ["<!@(ls engine/*.cc)"],
      "ldflags": ["-static-libstdc++", "-static-libgcc"],
      "defines": ["KAC_VERSION=\"<!(node -p \"require('../package.json').version\")\""],
    },
    {
      "target_name": "kac-run",
      "type": "executable",
      "sources": ["<!@(ls run/*.cc)"],
      "ldflags": ["-static-libstdc++", "-static-libgcc"],
    },
    {
      "target_name": "core_test",
      "type": "executable",
      "dependencies": ["kac_core"],
      "sources": ["<!@(ls test/*.cc)"],
    },
    {
      "target_name": "shell_test",
      "type": "executable",
      "dependencies": ["kac_core", "kac_shell"],
      "sources": ["test/harness.cc", "<!@(ls test/shell/*.cc)"],
    },
    {
      "target_name": "kac",
      "type": "loadable_module",
      "dependencies": ["kac_core", "kac_shell"],
      "sources": ["<!@(ls binding/*.cc)"],
      "libraries": ["-l:libpcre2-8.a"],
      "cflags_cc": ["-isystem <!(node -p \"require('node:path').resolve(require('node-addon-api').include_dir)\")"],
    },
  ],
}
