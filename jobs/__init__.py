"""Background work: the worker of the queues, its heartbeat, and recovery of the tasks of dead workers."""
