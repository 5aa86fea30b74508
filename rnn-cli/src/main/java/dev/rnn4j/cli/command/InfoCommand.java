package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.report.ModelDescription;
import dev.rnn4j.cli.report.Version;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.text.VisibleText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rnn info}: the machine and, if given one, a model. */
@Command(
    name = "info",
    sortOptions = false,
    header = "Describe this machine, or a model or checkpoint.",
    description = "",
    footer = {"", "Examples:", "  rnn info", "  rnn info model.safetensors --json"})
final class InfoCommand implements Callable<Integer> {
  /** The end of the names of sizes, which people read in larger units. */
  private static final String BYTES = "bytes";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "Model or checkpoint that rnn train wrote.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    Map<String, Object> values = machine();
    if (file != null) {
      values.put("model", ModelDescription.of(file, common));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.of(values));
    } else {
      print(values, "", out);
    }
    return ExitCode.OK;
  }

  private Map<String, Object> machine() {
    KernelSelection selection = common.selection();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("version", Version.number());
    values.put(
        "java",
        System.getProperty("java.vm.version", "") + ", " + System.getProperty("java.vendor", ""));
    values.put(
        "system", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""));
    values.put("kernels", selection.kernels().name());
    values.put("kernels_description", selection.kernels().description());
    values.put("kernels_reason", selection.reason());
    if (!selection.kernels().tuning().isEmpty()) {
      values.put("kernels_blocking", selection.kernels().tuning());
    }
    values.put("threads", common.threads());
    values.put("memory_bytes", Runtime.getRuntime().maxMemory());
    return values;
  }

  private static void print(Map<?, ?> values, String indent, PrintWriter out) {
    values.forEach((key, value) -> {
      boolean isTensor = key.toString().contains(".");
      String shown = VisibleText.of(key.toString());
      String name = indent + (isTensor ? shown : shown.replace('_', ' '));
      if (value instanceof Map<?, ?> inner) {
        out.println(name);
        print(inner, indent + "  ", out);
      } else if (value instanceof Long bytes && name.endsWith(BYTES)) {
        out.println(line(name.replace(BYTES, "size"), Text.size(bytes)));
      } else {
        out.println(line(name, shown(value)));
      }
    });
  }

  private static String line(String name, String value) {
    return Text.format("%-24s%s", name, value);
  }

  private static String shown(Object value) {
    return value instanceof Number n && !(value instanceof Double)
        ? Text.format("%,d", n.longValue())
        : VisibleText.of(value.toString());
  }
}
