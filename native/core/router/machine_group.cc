#include "core/router/machine.h"

/// What its sync group makes a router do.
namespace kac {

void Machine::share_fault(Micros now, bool fault) {
  group_failed_ = fault;
  settle(now, Reason::sync_group);
}

void Machine::take_over(Micros now) { become_master(now, is_owner() ? Reason::owner : takeover_); }

/// In silence: whoever made the group move has said what there is to say.
void Machine::give_up(Micros now) {
  if (!is_master()) return;
  leave_master(now, /*resign=*/false);
  become_backup(now, Reason::sync_group);
}

void Machine::announce_with_group(Micros now) {
  if (is_master() && !answered(now)) announce_lower(now);
}

}  // namespace kac
