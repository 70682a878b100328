#pragma once

#include <string_view>

namespace kac {

/// A line for whoever reads standard error, if that is possible at once: nobody may, and a pipe may be full.
void write_error_line(std::string_view line);

}  // namespace kac
