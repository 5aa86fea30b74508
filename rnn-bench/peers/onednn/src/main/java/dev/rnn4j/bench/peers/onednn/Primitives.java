package dev.rnn4j.bench.peers.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Memory and execution on the processor. Keeps what it hands to native code from being freed. */
final class Primitives {
  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);
  private final dnnl_stream queueHandle = queue.get();
  private final List<Object> kept = new ArrayList<>();

  engine cpu() {
    return cpu;
  }

  /** A description of f32 data. */
  static memory.desc desc(memory.format_tag tag, long... dims) {
    return new memory.desc(dims, memory.data_type.f32, tag);
  }

  /** Data outside Java's heap. */
  FloatPointer floats(float[] values) {
    return keep(new FloatPointer(values));
  }

  /** Zeros outside Java's heap. */
  FloatPointer zeros(long length) {
    FloatPointer values = keep(new FloatPointer(length));
    Pointer.memset(values, 0, length * Float.BYTES);
    return values;
  }

  memory memory(memory.desc layout, FloatPointer values) {
    keep(layout);
    return keep(new memory(layout, cpu, values));
  }

  /** The same values in the layout an implementation asked for. */
  memory reordered(memory from, memory.desc to) {
    keep(to);
    memory target = keep(new memory(to, cpu));
    new reorder(from, target).execute(queue, from, target);
    queue._wait();
    return target;
  }

  private <T> T keep(T object) {
    kept.add(object);
    return object;
  }

  /** An argument of a primitive. */
  record Argument(int index, memory value) {}

  /** A primitive with its arguments, through the C interface: the least there is to call. */
  Runnable bind(primitive what, Argument... arguments) {
    keep(what);
    dnnl_exec_arg_t list = keep(new dnnl_exec_arg_t(arguments.length));
    for (int i = 0; i < arguments.length; i++) {
      dnnl_exec_arg_t at = list.getPointer(i);
      at.arg(arguments[i].index());
      at.memory(arguments[i].value().get());
    }
    dnnl_primitive handle = keep(what.get());
    int count = arguments.length;
    return () -> {
      check(dnnl.dnnl_primitive_execute(handle, queueHandle, count, list));
      check(dnnl.dnnl_stream_wait(queueHandle));
    };
  }

  static void check(int status) {
    if (status != 0) {
      throw new IllegalStateException("oneDNN answers with status " + status);
    }
  }
}
