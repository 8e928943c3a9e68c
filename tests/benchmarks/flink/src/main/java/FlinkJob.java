import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Runs an application (sources, sinks, statement) in an embedded Flink, from what its source topic holds now to the end of it.
 *
 * <pre>FlinkJob FILE SERVERS INPUT_TOPIC OUTPUT_TOPIC [sink.OPTION=VALUE | KEY=VALUE]…</pre>
 *
 * KEY is a setting of Flink (parallelism.default, pipeline.object-reuse). Ends when the job has ended, with exit code 1 where it failed.
 */
public class FlinkJob {
  /** A table's definition with these options: one that is there already gets the new value. */
  static String withOptions(String definition, Map<String, String> options) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      String text = "'" + option.getKey() + "' = '" + option.getValue() + "'";
      Matcher present = Pattern.compile("'" + Pattern.quote(option.getKey()) + "'\\s*=\\s*'[^']*'").matcher(definition);
      int end = definition.lastIndexOf(')');
      definition = present.find()
          ? present.replaceFirst(Matcher.quoteReplacement(text))
          : definition.substring(0, end) + ", " + text + definition.substring(end);
    }
    return definition;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> source = new LinkedHashMap<>();
    source.put("properties.bootstrap.servers", arguments[1]);
    source.put("topic", arguments[2]);
    source.put("scan.bounded.mode", "latest-offset");
    Map<String, String> sink = new LinkedHashMap<>();
    sink.put("properties.bootstrap.servers", arguments[1]);
    sink.put("topic", arguments[3]);
    TableEnvironment environment = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    for (int i = 4; i < arguments.length; ++i) {
      int equals = arguments[i].indexOf('=');
      String key = arguments[i].substring(0, equals);
      String value = arguments[i].substring(equals + 1);
      if (key.startsWith("sink.")) {
        sink.put(key, value);
      } else {
        environment.getConfig().set(key, value);
      }
    }
    JsonNode application = new ObjectMapper().readTree(new File(arguments[0]));
    for (JsonNode table : application.get("sources")) {
      environment.executeSql(withOptions(table.get("create_table").asText(), source));
    }
    for (JsonNode table : application.get("sinks")) {
      environment.executeSql(withOptions(table.get("create_table").asText(), sink));
    }
    int code = 0;
    try {
      environment.executeSql(application.get("statement").asText()).await();
    } catch (Exception failure) {
      failure.printStackTrace();
      code = 1;
    }
    // Flink's own threads would go on for a while.
    Runtime.getRuntime().halt(code);
  }
}
