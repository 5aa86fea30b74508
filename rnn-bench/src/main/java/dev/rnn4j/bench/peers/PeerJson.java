package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.Machine;
import dev.rnn4j.core.io.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The results as JSON, with the numbers of every fork. */
final class PeerJson {
  private PeerJson() {}

  static String text(PeerResults results, PeerEffort effort, int threads, String pinning) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("machine", machine(results));
    report.put("method", method(effort, threads, pinning));
    results.peak().ifPresent(peak -> report.put("fmaPeakGigaflops", peak));
    report.put("engines", engines(results));
    List<Object> cases = new ArrayList<>();
    results.tasks().forEach(task -> cases.add(task(results, task)));
    report.put("cases", cases);
    return Json.write(report) + "\n";
  }

  private static Map<String, Object> machine(PeerResults results) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processor", Machine.processor());
    machine.put("cores", Machine.cores());
    machine.put("operatingSystem", Machine.operatingSystem());
    machine.put("java", Machine.java());
    machine.put("loadBefore", results.load());
    return machine;
  }

  private static Map<String, Object> method(PeerEffort effort, int threads, String pinning) {
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("threads", threads);
    method.put("pinning", pinning);
    method.put("forks", effort.forks());
    method.put("quietMillis", effort.quietMillis());
    method.put("measuredMillis", effort.millis());
    method.put("startsPerFork", effort.starts());
    return method;
  }

  private static List<Object> engines(PeerResults results) {
    List<Object> engines = new ArrayList<>();
    for (PeerEngine engine : PeerEngine.values()) {
      String description = results.descriptions().getOrDefault(engine, "");
      Map<String, List<String>> notes = results.notes().getOrDefault(engine, Map.of());
      if (!description.isEmpty() || !notes.isEmpty()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", engine.label());
        json.put("description", description);
        json.put("notes", notes);
        engines.add(json);
      }
    }
    return engines;
  }

  private static Map<String, Object> task(PeerResults results, PeerTask task) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", task.id());
    if (task.isSpeed()) {
      json.put("flopsPerRun", PeerCases.flops(task.peerCase()));
      json.put("tokensPerRun", PeerCases.tokens(task.peerCase()));
    }
    results.best(task).ifPresent(best -> json.put("bestRival", best.label()));
    Map<String, Object> measurements = new LinkedHashMap<>();
    for (PeerEngine engine : PeerEngine.values()) {
      Map<String, Object> measurement = measurement(results, task, engine);
      if (!measurement.isEmpty()) {
        measurements.put(engine.label(), measurement);
      }
    }
    json.put("engines", measurements);
    return json;
  }

  private static Map<String, Object> measurement(
      PeerResults results, PeerTask task, PeerEngine engine) {
    Map<String, Object> json = new LinkedHashMap<>();
    results
        .distance(task, engine)
        .ifPresent(d -> json.put("distanceFromReference", Double.isNaN(d) ? Json.NULL : d));
    OptionalDouble nanos = results.nanos(task, engine);
    if (nanos.isEmpty()) {
      return json;
    }
    json.put("medianNanos", nanos.getAsDouble());
    if (task.isSpeed()) {
      json.put("gigaflops", PeerReport.gigaflops(task, nanos.getAsDouble()));
      results.bytes(task, engine).ifPresent(b -> json.put("peakMemoryBytes", b));
    }
    json.put("nanos", results.samples(task, engine).stream().map(PeerSample::nanos).toList());
    results
        .timesFasterThan(task, engine)
        .filter(s -> engine != PeerEngine.RNN4J)
        .ifPresent(s -> json.put("rnn4jTimesFaster", List.of(s.min(), s.median(), s.max())));
    return json;
  }
}
