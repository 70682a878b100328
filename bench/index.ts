// Every benchmark, one after the other.
import './failover.ts'
import './lint.ts'
