-- A job that keeps state: the last row of each key, so that a change can take back what stood there before.
CREATE TABLE latest (k INT, n INT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'latest',
  'key.format' = 'json', 'value.format' = 'json');
CREATE TABLE changes (k INT, n INT) WITH ('connector' = 'kafka', 'topic' = 'changes', 'format' = 'debezium-json',
  'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'torture');
INSERT INTO changes SELECT k, n FROM latest;
