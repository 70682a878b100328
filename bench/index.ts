// Every benchmark, one after the other.
import './failover.ts'
import './routers.ts'
import './addresses.ts'
import './checks.ts'
import './services.ts'
import './lint.ts'
