#pragma once

/// What of the shell needs no kernel. The rest is tested in network namespaces, under test/lab.
namespace kac::test {

void test_queues();
void test_netlink_facts();

}  // namespace kac::test
