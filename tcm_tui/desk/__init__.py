"""What a person does, one module a job: loads facts, asks the rules, writes, returns frozen views."""
