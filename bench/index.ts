// Every benchmark, one after the other: modules that are imported side by side would measure each other.
for (const name of ['failover', 'routers', 'addresses', 'checks', 'services', 'lint']) await import(`./${name}.ts`)
