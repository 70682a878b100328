#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/address.h"
#include "core/base/time.h"

/// Reading and writing the texts of fixtures.
namespace kac::test {

using Words = std::vector<std::string>;

std::string read_file(std::filesystem::path const& path);
void write_file(std::filesystem::path const& path, std::string_view content);
std::vector<std::filesystem::path> files_in(std::filesystem::path const& folder, std::string_view extension);

std::vector<std::string> split_lines(std::string_view text);
Words split_words(std::string_view line, char separator = ' ');

std::optional<std::uint64_t> read_number(std::string_view word);
std::optional<std::int32_t> read_signed(std::string_view word);
std::optional<Micros> read_duration(std::string_view word);  // 4s, 250ms, 10us
std::optional<IpAddress> read_address(std::string_view word);
std::optional<std::vector<std::uint8_t>> read_hex(std::string_view word);

std::string show(IpAddress const& address);
std::string show(Micros time);  // in milliseconds
std::string show_hex(std::span<std::uint8_t const> octets);

}  // namespace kac::test
