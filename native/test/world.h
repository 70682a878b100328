#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/engine.h"
#include "test/draft.h"
#include "test/words.h"

namespace kac::test {

/// One engine on a virtual clock, driven by the commands of a script; writes down everything it does.
///
/// What stands in one block is one wake-up: the engine's actions are taken at its end and before each `run`.
///   router NAME SETTING ...   change NAME SETTING ...   drop NAME     the configuration, see draft.cc for settings
///   load [NAME ...]                                                   gives it to the engine; the sockets of these
///                                                                     could not be opened
///   socket NAME open|closed                                           its own
///   link eth0 up|down|gone                                            eth0@7: with that index
///   address eth0 192.0.2.10/24 removed|added [by us]
///   advert NAME from ADDRESS [SETTING ...]                            as such a router would send it to NAME
///   again NAME                                                        the last advert once more
///   clock 30s                                                         the calendar is ahead of the clock by so much
///   session NAME SETTING ...   drop NAME                              BFD sessions; a known one is changed
///   bfd NAME STATE [SETTING ...]                                      a packet of its neighbour, see world_bfd.cc
///   bfd-status NAME   bfd-rejected
///   tracker ID VALUE|unknown                                          the daemon tells of something tracked
///   refuse NAME OBJECT                                                the kernel did not put the object on
///   lose NAME OBJECT [by kernel]                                      another program removed the route or rule
///   run 4s                                                            serves the timers on the way
///   stall 1s                                                          does not
///   status NAME   counters NAME   shutdown
class World {
 public:
  /// With `hands_over`, a new engine goes on where the other stopped after every block and every step of `run`: no
  /// script may show it.
  explicit World(bool hands_over = false) : hands_over_(hands_over) {}

  /// What happened, a line each; or, in a line of its own, what could not be understood.
  std::string play(std::string const& block);

 private:
  using Command = std::optional<std::string> (World::*)(Words const&);
  static std::map<std::string, Command> const& commands();

  std::optional<std::string> router(Words const& words);
  std::optional<std::string> change(Words const& words);
  std::optional<std::string> drop(Words const& words);
  std::optional<std::string> load(Words const& words);
  std::optional<std::string> link(Words const& words);
  std::optional<std::string> socket(Words const& words);
  std::optional<std::string> address(Words const& words);
  std::optional<std::string> session(Words const& words);
  std::optional<std::string> bfd(Words const& words);
  std::optional<std::string> bfd_status(Words const& words);
  std::optional<std::string> bfd_rejected(Words const& words);
  std::optional<std::string> advert(Words const& words);
  std::optional<std::string> again(Words const& words);
  std::optional<std::string> clock(Words const& words);
  std::optional<std::string> tracker(Words const& words);
  std::optional<std::string> refuse(Words const& words);
  std::optional<std::string> lose(Words const& words);
  template <class Tell>
  std::optional<std::string> about_object(Words const& words, Tell tell) const;
  std::optional<std::string> run(Words const& words);
  std::optional<std::string> stall(Words const& words);
  std::optional<std::string> status(Words const& words);
  std::optional<std::string> counters(Words const& words);
  std::optional<std::string> shutdown(Words const& words);

  RouterDraft* draft(Words const& words);
  SessionDraft* session_draft(Words const& words);
  [[nodiscard]] std::optional<std::size_t> loaded_session(Words const& words) const;
  [[nodiscard]] std::optional<std::size_t> loaded(Words const& words) const;
  void drain();
  void hand_over();
  void say(std::string const& line);

  void show_action(SendAdvert const& action);
  void show_action(SendFrames const& action);
  void show_action(Submit const& action);
  void show_action(Transition const& action);
  void show_action(PriorityChange const& action);
  void show_action(Rejected const& action);
  void show_action(LowerPriority const& action);
  void show_action(HeldUp const& action);
  void show_action(Stranger const& action);
  void show_action(SendBfd const& action);
  void show_action(SessionChange const& action);
  void show_action(Finished const& action);
  [[nodiscard]] std::string router_name(std::uint32_t router) const;

  bool hands_over_;
  bool over_ = false;
  std::unique_ptr<Engine> engine_ = std::make_unique<Engine>();
  std::map<std::uint32_t, std::pair<std::string, bool>> links_;  // that are there: name, up
  Drafts drafts_;
  SessionDrafts sessions_;
  std::vector<std::uint32_t> sockets_;  // of the routers loaded last
  std::set<std::uint32_t> closed_;      // of those
  Micros now_{};
  std::vector<std::uint8_t> last_octets_;
  Datagram last_advert_{};
  std::uint32_t sequence_ = 0;  // of the last advert given to the engine
  std::string output_;
  std::string last_line_;
  unsigned repeated_ = 0;
};

}  // namespace kac::test
