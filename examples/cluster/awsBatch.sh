#!/bin/sh
# AWS Batch: an array job of 8 whose job definition `exact-ig` mounts a file system shared by all (EFS) at /runs and has this project
# in /exact-ig. Afterwards, with the file system mounted: npm run merge -- integrated_gradients --artifacts /runs
# Batch counts from 0, --shard from 1.
exec aws batch submit-job --job-name integrated-gradients --job-queue "${1:?the name of a queue}" --job-definition exact-ig \
  --array-properties size=8 --retry-strategy attempts=3 \
  --container-overrides '{"command": ["sh", "-c", "cd /exact-ig && exec node --import tsx src/cli/main.ts experiment integrated_gradients --artifacts /runs --shard $((AWS_BATCH_JOB_ARRAY_INDEX + 1))/8"]}'
