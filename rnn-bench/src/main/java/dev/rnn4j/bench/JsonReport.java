package dev.rnn4j.bench;

import dev.rnn4j.core.io.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as JSON, with the raw numbers of every iteration. */
final class JsonReport {
  private JsonReport() {}

  static String text(int threads, Effort effort, List<CaseResult> results) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("machine", machine());
    report.put("method", method(threads, effort));
    List<Object> cases = new ArrayList<>();
    results.forEach(result -> cases.add(benchCase(result)));
    report.put("cases", cases);
    return Json.write(report) + "\n";
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processor", Machine.processor());
    machine.put("cores", Machine.cores());
    machine.put("operatingSystem", Machine.operatingSystem());
    machine.put("java", Machine.java());
    machine.put("preferredVectorBits", Implementation.preferredBits());
    return machine;
  }

  private static Map<String, Object> method(int threads, Effort effort) {
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("threads", threads);
    method.put("forks", effort.forks());
    method.put("warmups", effort.warmups());
    method.put("iterations", effort.iterations());
    method.put("iterationMillis", effort.millis());
    return method;
  }

  private static Map<String, Object> benchCase(CaseResult result) {
    BenchCase benchCase = result.benchCase();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", benchCase.name());
    json.put("benchmark", benchCase.benchmark().getSimpleName() + "." + benchCase.method());
    json.put("parameters", benchCase.parameters());
    json.put("unit", benchCase.work().unit().label());
    List<Object> measurements = new ArrayList<>();
    result.measurements().forEach((i, m) -> measurements.add(measurement(i, m)));
    json.put("measurements", measurements);
    return json;
  }

  private static Map<String, Object> measurement(
      Implementation implementation, Measurement measurement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kernels", implementation.kernels());
    json.put("vectorBits", implementation.bits());
    json.put("unitsPerCall", measurement.work().amount());
    json.put("flopsPerCall", measurement.work().flops());
    json.put("medianNanos", measurement.nanos());
    json.put("medianUnitsPerSecond", measurement.work().rate(measurement.nanos()));
    List<Object> forks = new ArrayList<>();
    for (Fork fork : measurement.forks()) {
      forks.add(Map.of("nanos", fork.nanos(), "allocatedBytes", fork.bytes()));
    }
    json.put("forks", forks);
    return json;
  }
}
