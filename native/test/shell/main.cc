#include "test/harness.h"
#include "test/shell/tests.h"

int main() {
  kac::test::test_queues();
  kac::test::test_netlink_facts();
  return kac::test::summarize() ? 0 : 1;
}
