#include "test/words.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace kac::test {

std::string read_file(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void write_file(std::filesystem::path const& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::vector<std::filesystem::path> files_in(std::filesystem::path const& folder, std::string_view extension) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (auto const& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> split_lines(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t const end = std::min(text.find('\n', at), text.size());
    lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

Words split_words(std::string_view line, char separator) {
  Words words;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t const end = std::min(line.find(separator, at), line.size());
    if (end > at) words.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::optional<std::uint64_t> read_number(std::string_view word) {
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

std::optional<std::int32_t> read_signed(std::string_view word) {
  bool const negative = word.starts_with('-');
  std::optional<std::uint64_t> const number = read_number(negative ? word.substr(1) : word);
  if (!number || *number > INT32_MAX) return std::nullopt;
  auto const value = static_cast<std::int32_t>(*number);
  return negative ? -value : value;
}

std::optional<Micros> read_duration(std::string_view word) {
  constexpr std::pair<std::string_view, std::int64_t> units[] = {{"ms", 1000}, {"us", 1}, {"s", 1'000'000}};
  for (auto const& [unit, micros] : units) {
    if (!word.ends_with(unit)) continue;
    std::optional<std::uint64_t> const number = read_number(word.substr(0, word.size() - unit.size()));
    if (!number) return std::nullopt;
    return Micros{static_cast<std::int64_t>(*number) * micros};
  }
  return std::nullopt;
}

std::optional<IpAddress> read_address(std::string_view word) {
  std::string const text(word);
  std::array<std::uint8_t, 16> octets{};
  if (inet_pton(AF_INET, text.c_str(), octets.data()) == 1) return IpAddress::of(Family::v4, octets);
  if (inet_pton(AF_INET6, text.c_str(), octets.data()) == 1) return IpAddress::of(Family::v6, octets);
  return std::nullopt;
}

std::optional<std::vector<std::uint8_t>> read_hex(std::string_view word) {
  std::vector<std::uint8_t> octets;
  if (word.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < word.size(); i += 2) {
    std::uint8_t value = 0;
    auto const [end, error] = std::from_chars(word.data() + i, word.data() + i + 2, value, 16);
    if (error != std::errc{} || end != word.data() + i + 2) return std::nullopt;
    octets.push_back(value);
  }
  return octets;
}

std::string show(IpAddress const& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(address.family == Family::v4 ? AF_INET : AF_INET6, address.octets.data(), text.data(), text.size());
  return text.data();
}

std::string show(Micros time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%lld.%03lld", static_cast<long long>(time.count / 1000),
                static_cast<long long>(time.count % 1000));
  return text.data();
}

std::string show_hex(std::span<std::uint8_t const> octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::uint8_t const octet : octets) {
    text += digits[octet >> 4];
    text += digits[octet & 15];
  }
  return text;
}

}  // namespace kac::test
