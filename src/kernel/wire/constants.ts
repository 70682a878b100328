// Written by scripts/kernel-constants.ts from the headers of linux-libc-dev 6.1.187-1.

export const AF_INET = 2
export const AF_INET6 = 10
export const AF_UNSPEC = 0
export const CTRL_ATTR_FAMILY_ID = 1
export const CTRL_ATTR_FAMILY_NAME = 2
export const CTRL_ATTR_MCAST_GROUPS = 7
export const CTRL_ATTR_MCAST_GRP_ID = 2
export const CTRL_ATTR_MCAST_GRP_NAME = 1
export const CTRL_ATTR_VERSION = 3
export const CTRL_CMD_GETFAMILY = 3
export const FIB_RULE_INVERT = 2
export const FRA_DPORT_RANGE = 24
export const FRA_DST = 1
export const FRA_FLOW = 11
export const FRA_FWMARK = 10
export const FRA_FWMASK = 16
export const FRA_GOTO = 4
export const FRA_IIFNAME = 3
export const FRA_IP_PROTO = 22
export const FRA_L3MDEV = 19
export const FRA_OIFNAME = 17
export const FRA_PRIORITY = 6
export const FRA_PROTOCOL = 21
export const FRA_SPORT_RANGE = 23
export const FRA_SRC = 2
export const FRA_SUPPRESS_IFGROUP = 13
export const FRA_SUPPRESS_PREFIXLEN = 14
export const FRA_TABLE = 15
export const FRA_TUN_ID = 12
export const FRA_UID_RANGE = 20
export const FR_ACT_BLACKHOLE = 6
export const FR_ACT_GOTO = 2
export const FR_ACT_NOP = 3
export const FR_ACT_PROHIBIT = 8
export const FR_ACT_TO_TBL = 1
export const FR_ACT_UNREACHABLE = 7
export const GENL_ID_CTRL = 16
export const IFA_ADDRESS = 1
export const IFA_BROADCAST = 4
export const IFA_CACHEINFO = 6
export const IFA_FLAGS = 8
export const IFA_F_HOMEADDRESS = 16
export const IFA_F_MANAGETEMPADDR = 256
export const IFA_F_MCAUTOJOIN = 1024
export const IFA_F_NODAD = 2
export const IFA_F_NOPREFIXROUTE = 512
export const IFA_F_SECONDARY = 1
export const IFA_LABEL = 3
export const IFA_LOCAL = 2
export const IFA_PROTO = 11
export const IFA_RT_PRIORITY = 9
export const IFF_LOWER_UP = 65536
export const IFF_NOARP = 128
export const IFF_UP = 1
export const IFLA_ADDRESS = 1
export const IFLA_BROADCAST = 2
export const IFLA_EXT_MASK = 29
export const IFLA_GROUP = 27
export const IFLA_IFNAME = 3
export const IFLA_INFO_DATA = 2
export const IFLA_INFO_KIND = 1
export const IFLA_INFO_SLAVE_KIND = 4
export const IFLA_IPVLAN_FLAGS = 2
export const IFLA_IPVLAN_MODE = 1
export const IFLA_LINK = 5
export const IFLA_LINKINFO = 18
export const IFLA_LINK_NETNSID = 37
export const IFLA_MACVLAN_FLAGS = 2
export const IFLA_MACVLAN_MODE = 1
export const IFLA_MASTER = 10
export const IFLA_MTU = 4
export const IFLA_OPERSTATE = 16
export const IFLA_VLAN_FLAGS = 2
export const IFLA_VLAN_ID = 1
export const IFLA_VLAN_PROTOCOL = 5
export const IFLA_VRF_TABLE = 1
export const ILA_ATTR_LOCATOR = 1
export const IPPROTO_SCTP = 132
export const IPPROTO_TCP = 6
export const IPPROTO_UDP = 17
export const IPVLAN_F_PRIVATE = 1
export const IPVLAN_F_VEPA = 2
export const IPVLAN_MODE_L2 = 0
export const IPVS_CMD_ATTR_DAEMON = 3
export const IPVS_CMD_ATTR_DEST = 2
export const IPVS_CMD_ATTR_SERVICE = 1
export const IPVS_CMD_ATTR_TIMEOUT_TCP = 4
export const IPVS_CMD_ATTR_TIMEOUT_TCP_FIN = 5
export const IPVS_CMD_ATTR_TIMEOUT_UDP = 6
export const IPVS_CMD_DEL_DAEMON = 10
export const IPVS_CMD_DEL_DEST = 7
export const IPVS_CMD_DEL_SERVICE = 3
export const IPVS_CMD_GET_CONFIG = 13
export const IPVS_CMD_GET_DAEMON = 11
export const IPVS_CMD_GET_DEST = 8
export const IPVS_CMD_GET_SERVICE = 4
export const IPVS_CMD_NEW_DAEMON = 9
export const IPVS_CMD_NEW_DEST = 5
export const IPVS_CMD_NEW_SERVICE = 1
export const IPVS_CMD_SET_CONFIG = 12
export const IPVS_CMD_SET_DEST = 6
export const IPVS_CMD_SET_SERVICE = 2
export const IPVS_DAEMON_ATTR_MCAST_GROUP = 5
export const IPVS_DAEMON_ATTR_MCAST_GROUP6 = 6
export const IPVS_DAEMON_ATTR_MCAST_IFN = 2
export const IPVS_DAEMON_ATTR_MCAST_PORT = 7
export const IPVS_DAEMON_ATTR_MCAST_TTL = 8
export const IPVS_DAEMON_ATTR_STATE = 1
export const IPVS_DAEMON_ATTR_SYNC_ID = 3
export const IPVS_DAEMON_ATTR_SYNC_MAXLEN = 4
export const IPVS_DEST_ATTR_ACTIVE_CONNS = 7
export const IPVS_DEST_ATTR_ADDR = 1
export const IPVS_DEST_ATTR_ADDR_FAMILY = 11
export const IPVS_DEST_ATTR_FWD_METHOD = 3
export const IPVS_DEST_ATTR_INACT_CONNS = 8
export const IPVS_DEST_ATTR_L_THRESH = 6
export const IPVS_DEST_ATTR_PERSIST_CONNS = 9
export const IPVS_DEST_ATTR_PORT = 2
export const IPVS_DEST_ATTR_STATS = 10
export const IPVS_DEST_ATTR_STATS64 = 12
export const IPVS_DEST_ATTR_TUN_FLAGS = 15
export const IPVS_DEST_ATTR_TUN_PORT = 14
export const IPVS_DEST_ATTR_TUN_TYPE = 13
export const IPVS_DEST_ATTR_U_THRESH = 5
export const IPVS_DEST_ATTR_WEIGHT = 4
export const IPVS_GENL_VERSION = 1
export const IPVS_STATS_ATTR_CONNS = 1
export const IPVS_STATS_ATTR_CPS = 6
export const IPVS_STATS_ATTR_INBPS = 9
export const IPVS_STATS_ATTR_INBYTES = 4
export const IPVS_STATS_ATTR_INPKTS = 2
export const IPVS_STATS_ATTR_INPPS = 7
export const IPVS_STATS_ATTR_OUTBPS = 10
export const IPVS_STATS_ATTR_OUTBYTES = 5
export const IPVS_STATS_ATTR_OUTPKTS = 3
export const IPVS_STATS_ATTR_OUTPPS = 8
export const IPVS_SVC_ATTR_ADDR = 3
export const IPVS_SVC_ATTR_AF = 1
export const IPVS_SVC_ATTR_FLAGS = 7
export const IPVS_SVC_ATTR_FWMARK = 5
export const IPVS_SVC_ATTR_NETMASK = 9
export const IPVS_SVC_ATTR_PE_NAME = 11
export const IPVS_SVC_ATTR_PORT = 4
export const IPVS_SVC_ATTR_PROTOCOL = 2
export const IPVS_SVC_ATTR_SCHED_NAME = 6
export const IPVS_SVC_ATTR_STATS = 10
export const IPVS_SVC_ATTR_STATS64 = 12
export const IPVS_SVC_ATTR_TIMEOUT = 8
export const IP_VS_CONN_F_BYPASS = 4
export const IP_VS_CONN_F_DROUTE = 3
export const IP_VS_CONN_F_FWD_MASK = 7
export const IP_VS_CONN_F_LOCALNODE = 1
export const IP_VS_CONN_F_MASQ = 0
export const IP_VS_CONN_F_TUNNEL = 2
export const IP_VS_CONN_F_TUNNEL_TYPE_GRE = 2
export const IP_VS_CONN_F_TUNNEL_TYPE_GUE = 1
export const IP_VS_CONN_F_TUNNEL_TYPE_IPIP = 0
export const IP_VS_STATE_BACKUP = 2
export const IP_VS_STATE_MASTER = 1
export const IP_VS_SVC_F_HASHED = 2
export const IP_VS_SVC_F_ONEPACKET = 4
export const IP_VS_SVC_F_PERSISTENT = 1
export const IP_VS_SVC_F_SCHED1 = 8
export const IP_VS_SVC_F_SCHED2 = 16
export const IP_VS_SVC_F_SCHED3 = 32
export const IP_VS_TUNNEL_ENCAP_FLAG_CSUM = 1
export const IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM = 0
export const IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM = 2
export const LWTUNNEL_ENCAP_ILA = 3
export const LWTUNNEL_ENCAP_IP = 2
export const LWTUNNEL_ENCAP_IP6 = 4
export const LWTUNNEL_ENCAP_MPLS = 1
export const LWTUNNEL_IP6_DST = 2
export const LWTUNNEL_IP6_FLAGS = 6
export const LWTUNNEL_IP6_HOPLIMIT = 4
export const LWTUNNEL_IP6_ID = 1
export const LWTUNNEL_IP6_SRC = 3
export const LWTUNNEL_IP6_TC = 5
export const LWTUNNEL_IP_DST = 2
export const LWTUNNEL_IP_FLAGS = 6
export const LWTUNNEL_IP_ID = 1
export const LWTUNNEL_IP_SRC = 3
export const LWTUNNEL_IP_TOS = 5
export const LWTUNNEL_IP_TTL = 4
export const MACVLAN_MODE_PRIVATE = 1
export const MPLS_IPTUNNEL_DST = 1
export const NETLINK_GENERIC = 16
export const NETLINK_NETFILTER = 12
export const NETLINK_ROUTE = 0
export const NFNL_MSG_BATCH_BEGIN = 16
export const NFNL_MSG_BATCH_END = 17
export const NFNL_SUBSYS_NFTABLES = 10
export const NFPROTO_INET = 1
export const NFPROTO_IPV4 = 2
export const NFPROTO_IPV6 = 10
export const NFTA_CHAIN_HOOK = 4
export const NFTA_CHAIN_NAME = 3
export const NFTA_CHAIN_POLICY = 5
export const NFTA_CHAIN_TABLE = 1
export const NFTA_CHAIN_TYPE = 7
export const NFTA_CMP_DATA = 3
export const NFTA_CMP_OP = 2
export const NFTA_CMP_SREG = 1
export const NFTA_COUNTER_BYTES = 1
export const NFTA_COUNTER_PACKETS = 2
export const NFTA_DATA_VALUE = 1
export const NFTA_DATA_VERDICT = 2
export const NFTA_EXPR_DATA = 2
export const NFTA_EXPR_NAME = 1
export const NFTA_HOOK_HOOKNUM = 1
export const NFTA_HOOK_PRIORITY = 2
export const NFTA_IMMEDIATE_DATA = 2
export const NFTA_IMMEDIATE_DREG = 1
export const NFTA_LIST_ELEM = 1
export const NFTA_LOOKUP_DREG = 3
export const NFTA_LOOKUP_FLAGS = 5
export const NFTA_LOOKUP_SET = 1
export const NFTA_LOOKUP_SREG = 2
export const NFTA_META_DREG = 1
export const NFTA_META_KEY = 2
export const NFTA_META_SREG = 3
export const NFTA_PAYLOAD_BASE = 2
export const NFTA_PAYLOAD_DREG = 1
export const NFTA_PAYLOAD_LEN = 4
export const NFTA_PAYLOAD_OFFSET = 3
export const NFTA_RULE_CHAIN = 2
export const NFTA_RULE_EXPRESSIONS = 4
export const NFTA_RULE_TABLE = 1
export const NFTA_RULE_USERDATA = 7
export const NFTA_SET_DATA_LEN = 7
export const NFTA_SET_DATA_TYPE = 6
export const NFTA_SET_DESC = 9
export const NFTA_SET_DESC_CONCAT = 2
export const NFTA_SET_ELEM_DATA = 2
export const NFTA_SET_ELEM_KEY = 1
export const NFTA_SET_ELEM_KEY_END = 10
export const NFTA_SET_ELEM_LIST_ELEMENTS = 3
export const NFTA_SET_ELEM_LIST_SET = 2
export const NFTA_SET_ELEM_LIST_TABLE = 1
export const NFTA_SET_FIELD_LEN = 1
export const NFTA_SET_FLAGS = 3
export const NFTA_SET_ID = 10
export const NFTA_SET_KEY_LEN = 5
export const NFTA_SET_KEY_TYPE = 4
export const NFTA_SET_NAME = 2
export const NFTA_SET_TABLE = 1
export const NFTA_SET_USERDATA = 13
export const NFTA_TABLE_HANDLE = 4
export const NFTA_TABLE_NAME = 1
export const NFTA_TABLE_USERDATA = 6
export const NFTA_VERDICT_CODE = 1
export const NFT_CMP_EQ = 0
export const NFT_CMP_GTE = 5
export const NFT_CMP_LTE = 3
export const NFT_LOOKUP_F_INV = 1
export const NFT_META_IIFNAME = 6
export const NFT_META_L4PROTO = 16
export const NFT_META_MARK = 3
export const NFT_META_NFPROTO = 15
export const NFT_META_OIFNAME = 7
export const NFT_MSG_DELSETELEM = 14
export const NFT_MSG_DELTABLE = 2
export const NFT_MSG_GETCHAIN = 4
export const NFT_MSG_GETRULE = 7
export const NFT_MSG_GETSET = 10
export const NFT_MSG_GETSETELEM = 13
export const NFT_MSG_GETTABLE = 1
export const NFT_MSG_NEWCHAIN = 3
export const NFT_MSG_NEWRULE = 6
export const NFT_MSG_NEWSET = 9
export const NFT_MSG_NEWSETELEM = 12
export const NFT_MSG_NEWTABLE = 0
export const NFT_PAYLOAD_NETWORK_HEADER = 1
export const NFT_PAYLOAD_TRANSPORT_HEADER = 2
export const NFT_REG32_00 = 8
export const NFT_REG_1 = 1
export const NFT_REG_2 = 2
export const NFT_REG_VERDICT = 0
export const NFT_RETURN = -5
export const NFT_SET_CONCAT = 128
export const NFT_SET_INTERVAL = 4
export const NFT_SET_MAP = 8
export const NF_ACCEPT = 1
export const NF_DROP = 0
export const NF_INET_LOCAL_IN = 1
export const NF_INET_LOCAL_OUT = 3
export const NLA_F_NESTED = 32768
export const NLA_TYPE_MASK = -49153
export const NLMSGERR_ATTR_MSG = 1
export const NLMSGERR_ATTR_OFFS = 2
export const NLMSG_DONE = 3
export const NLMSG_ERROR = 2
export const NLM_F_ACK = 4
export const NLM_F_ACK_TLVS = 512
export const NLM_F_APPEND = 2048
export const NLM_F_CAPPED = 256
export const NLM_F_CREATE = 1024
export const NLM_F_DUMP = 768
export const NLM_F_DUMP_INTR = 16
export const NLM_F_EXCL = 512
export const NLM_F_REPLACE = 256
export const NLM_F_REQUEST = 1
export const RTAX_ADVMSS = 8
export const RTAX_CC_ALGO = 16
export const RTAX_CWND = 7
export const RTAX_FASTOPEN_NO_COOKIE = 17
export const RTAX_FEATURES = 12
export const RTAX_HOPLIMIT = 10
export const RTAX_INITCWND = 11
export const RTAX_INITRWND = 14
export const RTAX_LOCK = 1
export const RTAX_MTU = 2
export const RTAX_QUICKACK = 15
export const RTAX_REORDERING = 9
export const RTAX_RTO_MIN = 13
export const RTAX_RTT = 4
export const RTAX_RTTVAR = 5
export const RTAX_SSTHRESH = 6
export const RTAX_WINDOW = 3
export const RTA_CACHEINFO = 12
export const RTA_DST = 1
export const RTA_ENCAP = 22
export const RTA_ENCAP_TYPE = 21
export const RTA_EXPIRES = 23
export const RTA_FLOW = 11
export const RTA_GATEWAY = 5
export const RTA_IIF = 3
export const RTA_METRICS = 8
export const RTA_MULTIPATH = 9
export const RTA_OIF = 4
export const RTA_PREF = 20
export const RTA_PREFSRC = 7
export const RTA_PRIORITY = 6
export const RTA_SRC = 2
export const RTA_TABLE = 15
export const RTA_TTL_PROPAGATE = 26
export const RTM_DELADDR = 21
export const RTM_DELLINK = 17
export const RTM_DELROUTE = 25
export const RTM_DELRULE = 33
export const RTM_F_CLONED = 512
export const RTM_GETADDR = 22
export const RTM_GETLINK = 18
export const RTM_GETROUTE = 26
export const RTM_GETRULE = 34
export const RTM_NEWADDR = 20
export const RTM_NEWLINK = 16
export const RTM_NEWROUTE = 24
export const RTM_NEWRULE = 32
export const RTNH_F_ONLINK = 4
export const RTNLGRP_IPV4_IFADDR = 5
export const RTNLGRP_IPV4_ROUTE = 7
export const RTNLGRP_IPV4_RULE = 8
export const RTNLGRP_IPV6_IFADDR = 9
export const RTNLGRP_IPV6_ROUTE = 11
export const RTNLGRP_IPV6_RULE = 19
export const RTNLGRP_LINK = 1
export const RTPROT_KEEPALIVED = 18
export const RTPROT_KERNEL = 2
export const RT_SCOPE_NOWHERE = 255
export const VETH_INFO_PEER = 1

/** Names of error numbers (asm-generic/errno.h). */
export const errnoNames: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  3: 'ESRCH',
  4: 'EINTR',
  5: 'EIO',
  6: 'ENXIO',
  7: 'E2BIG',
  8: 'ENOEXEC',
  9: 'EBADF',
  10: 'ECHILD',
  11: 'EAGAIN',
  12: 'ENOMEM',
  13: 'EACCES',
  14: 'EFAULT',
  15: 'ENOTBLK',
  16: 'EBUSY',
  17: 'EEXIST',
  18: 'EXDEV',
  19: 'ENODEV',
  20: 'ENOTDIR',
  21: 'EISDIR',
  22: 'EINVAL',
  23: 'ENFILE',
  24: 'EMFILE',
  25: 'ENOTTY',
  26: 'ETXTBSY',
  27: 'EFBIG',
  28: 'ENOSPC',
  29: 'ESPIPE',
  30: 'EROFS',
  31: 'EMLINK',
  32: 'EPIPE',
  33: 'EDOM',
  34: 'ERANGE',
  35: 'EDEADLK',
  36: 'ENAMETOOLONG',
  37: 'ENOLCK',
  38: 'ENOSYS',
  39: 'ENOTEMPTY',
  40: 'ELOOP',
  42: 'ENOMSG',
  43: 'EIDRM',
  44: 'ECHRNG',
  45: 'EL2NSYNC',
  46: 'EL3HLT',
  47: 'EL3RST',
  48: 'ELNRNG',
  49: 'EUNATCH',
  50: 'ENOCSI',
  51: 'EL2HLT',
  52: 'EBADE',
  53: 'EBADR',
  54: 'EXFULL',
  55: 'ENOANO',
  56: 'EBADRQC',
  57: 'EBADSLT',
  59: 'EBFONT',
  60: 'ENOSTR',
  61: 'ENODATA',
  62: 'ETIME',
  63: 'ENOSR',
  64: 'ENONET',
  65: 'ENOPKG',
  66: 'EREMOTE',
  67: 'ENOLINK',
  68: 'EADV',
  69: 'ESRMNT',
  70: 'ECOMM',
  71: 'EPROTO',
  72: 'EMULTIHOP',
  73: 'EDOTDOT',
  74: 'EBADMSG',
  75: 'EOVERFLOW',
  76: 'ENOTUNIQ',
  77: 'EBADFD',
  78: 'EREMCHG',
  79: 'ELIBACC',
  80: 'ELIBBAD',
  81: 'ELIBSCN',
  82: 'ELIBMAX',
  83: 'ELIBEXEC',
  84: 'EILSEQ',
  85: 'ERESTART',
  86: 'ESTRPIPE',
  87: 'EUSERS',
  88: 'ENOTSOCK',
  89: 'EDESTADDRREQ',
  90: 'EMSGSIZE',
  91: 'EPROTOTYPE',
  92: 'ENOPROTOOPT',
  93: 'EPROTONOSUPPORT',
  94: 'ESOCKTNOSUPPORT',
  95: 'EOPNOTSUPP',
  96: 'EPFNOSUPPORT',
  97: 'EAFNOSUPPORT',
  98: 'EADDRINUSE',
  99: 'EADDRNOTAVAIL',
  100: 'ENETDOWN',
  101: 'ENETUNREACH',
  102: 'ENETRESET',
  103: 'ECONNABORTED',
  104: 'ECONNRESET',
  105: 'ENOBUFS',
  106: 'EISCONN',
  107: 'ENOTCONN',
  108: 'ESHUTDOWN',
  109: 'ETOOMANYREFS',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
  112: 'EHOSTDOWN',
  113: 'EHOSTUNREACH',
  114: 'EALREADY',
  115: 'EINPROGRESS',
  116: 'ESTALE',
  117: 'EUCLEAN',
  118: 'ENOTNAM',
  119: 'ENAVAIL',
  120: 'EISNAM',
  121: 'EREMOTEIO',
  122: 'EDQUOT',
  123: 'ENOMEDIUM',
  124: 'EMEDIUMTYPE',
  125: 'ECANCELED',
  126: 'ENOKEY',
  127: 'EKEYEXPIRED',
  128: 'EKEYREVOKED',
  129: 'EKEYREJECTED',
  130: 'EOWNERDEAD',
  131: 'ENOTRECOVERABLE',
  132: 'ERFKILL',
  133: 'EHWPOISON',
}
