#include "core/predecessors.h"

#include <map>
#include <utility>

namespace kac {

std::vector<RouterTitle> titles_of(Image const& image) {
  std::vector<RouterTitle> titles;
  for (RouterSpec const& router : image.routers) titles.push_back({router.identity, router.name});
  return titles;
}

std::vector<std::optional<std::size_t>> predecessors(std::span<RouterTitle const> before,
                                                     std::span<RouterTitle const> next) {
  std::vector<std::optional<std::size_t>> found(next.size());
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> titles;
  for (std::size_t i = 0; i < before.size(); i++) titles.emplace(std::pair(before[i].identity, before[i].name), i);
  for (std::size_t i = 0; i < next.size(); i++) {
    auto const same = titles.find({next[i].identity, next[i].name});
    if (same == titles.end()) continue;
    found[i] = same->second;
    titles.erase(same);
  }
  std::multimap<std::string_view, std::size_t> renamed;
  for (std::size_t i = 0; i < before.size(); i++) {
    if (titles.contains({before[i].identity, before[i].name})) renamed.emplace(before[i].identity, i);
  }
  for (std::size_t i = 0; i < next.size(); i++) {
    auto const first = renamed.lower_bound(next[i].identity);
    if (found[i] || first == renamed.end() || first->first != next[i].identity) continue;
    found[i] = first->second;
    renamed.erase(first);
  }
  return found;
}

}  // namespace kac
