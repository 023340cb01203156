"""Background work: the worker of the queues, its heartbeat, and recovery of the work of workers that died."""
