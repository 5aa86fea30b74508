package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.RecurrentLayer;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Methods are short enough for HotSpot. It inlines no hot method of more than {@link
 * #FREQ_INLINE_SIZE} bytecodes, nor a short one that it has compiled to much code before its
 * caller; and a vector that passes through a call that is not inlined becomes an object. It
 * compiles none of more than {@link #HUGE_METHOD_LIMIT}. It says neither: the code is merely slow.
 */
class BytecodeSizeTest {
  /** HotSpot's -XX:FreqInlineSize. */
  private static final int FREQ_INLINE_SIZE = 325;

  /** HotSpot's HugeMethodLimit. */
  private static final int HUGE_METHOD_LIMIT = 8000;

  /**
   * Classes, and single methods, that may be longer: the call is made once for a tile or a row, on
   * purpose not inlined or no worse for it, as the loop is inside.
   */
  private static final Set<String> LOOP_INSIDE =
      Set.of(
          "dev.rnn4j.simd.MicroKernels",
          "dev.rnn4j.simd.NarrowKernels",
          "dev.rnn4j.simd.OuterKernels",
          "dev.rnn4j.simd.NarrowOuterKernels",
          "dev.rnn4j.simd.PackedKernels",
          "dev.rnn4j.simd.NarrowPackedKernels",
          "dev.rnn4j.simd.Bf16Kernels",
          "dev.rnn4j.simd.LstmGates.cellBackward",
          "dev.rnn4j.simd.SimdUpdates.adam");

  /** One class of each package where time is spent. */
  private static final List<Class<?>> PACKAGES =
      List.of(SimdKernels.class, Kernels.class, Cell.class, RecurrentLayer.class);

  @Test
  void everyMethodIsShortEnough() throws IOException, URISyntaxException {
    List<Method> methods = new ArrayList<>();
    for (Class<?> type : PACKAGES) {
      List<Method> found = methodsBeside(type);
      assertTrue(found.size() > 10, found.size() + " methods beside " + type);
      methods.addAll(found);
    }
    assertEquals("", complaints(methods), "split them, or see LOOP_INSIDE: ");
  }

  @Test
  void noExceptionIsIdle() throws IOException, URISyntaxException {
    Set<String> idle = new TreeSet<>(LOOP_INSIDE);
    for (Method method : methodsBeside(SimdKernels.class)) {
      if (method.size() > FREQ_INLINE_SIZE) {
        idle.remove(method.type());
        idle.remove(method.name());
      }
    }
    assertEquals(Set.of(), idle, "need no exception any more");
  }

  @Test
  void longMethodsAreNoticed() {
    String plain = "dev.rnn4j.simd.Plain";
    assertEquals("", complaints(List.of(built(plain, "()V", 325))));
    assertEquals(
        "dev.rnn4j.simd.Plain.built()V has 326 bytecodes, the limit is 325\n",
        complaints(List.of(built(plain, "()V", 326))));
  }

  @Test
  void tilesMayBeLongButNotHuge() {
    String tiles = "dev.rnn4j.simd.MicroKernels";
    assertEquals("", complaints(List.of(built(tiles, "([F)V", 8000))));
    assertEquals(
        "dev.rnn4j.simd.MicroKernels.built([F)V has 8001 bytecodes, the limit is 8000\n",
        complaints(List.of(built(tiles, "([F)V", 8001))));
  }

  @Test
  void noMethodTakesOrReturnsAVector() {
    String takes = "([FLjdk/incubator/vector/FloatVector;)V";
    String returns = "(F)Ljdk/incubator/vector/FloatVector;";
    for (String descriptor : List.of(takes, returns)) {
      String complaint = complaints(List.of(built("dev.rnn4j.simd.MicroKernels", descriptor, 20)));
      assertTrue(complaint.endsWith("passes a vector\n"), complaint);
    }
  }

  /**
   * A method that has code.
   *
   * @param type its class
   * @param name of class and method
   * @param descriptor its parameters and result
   * @param size bytecodes
   */
  private record Method(String type, String name, String descriptor, int size) {
    boolean passesVectors() {
      return descriptor.contains("Vector;"); // not a VectorShape, which is a constant
    }

    int limit() {
      boolean mayBeLong = LOOP_INSIDE.contains(type) || LOOP_INSIDE.contains(name);
      return mayBeLong ? HUGE_METHOD_LIMIT : FREQ_INLINE_SIZE;
    }
  }

  private static String complaints(List<Method> methods) {
    StringBuilder text = new StringBuilder();
    for (Method m : methods) {
      if (m.passesVectors()) {
        text.append(m.name()).append(m.descriptor()).append(" passes a vector\n");
      } else if (m.size() > m.limit()) {
        text.append(m.name()).append(m.descriptor()).append(" has ").append(m.size());
        text.append(" bytecodes, the limit is ").append(m.limit()).append('\n');
      }
    }
    return text.toString();
  }

  /** The methods of all classes in the package of a class, without those of the tests. */
  private static List<Method> methodsBeside(Class<?> type) throws IOException, URISyntaxException {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = type.getPackageName().replace('.', '/');
    if (Files.isDirectory(place)) {
      return methods(place.resolve(folder));
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return methods(jar.getPath(folder));
    }
  }

  private static List<Method> methods(Path folder) throws IOException {
    List<Method> methods = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        methods.addAll(methods(Files.readAllBytes(file)));
      }
    }
    return methods;
  }

  private static List<Method> methods(byte[] classFile) {
    var model = ClassFile.of().parse(classFile);
    String type = model.thisClass().asInternalName().replace('/', '.');
    List<Method> methods = new ArrayList<>();
    for (var method : model.methods()) {
      String name = type + "." + method.methodName().stringValue();
      String descriptor = method.methodType().stringValue();
      method
          .findAttribute(Attributes.code())
          .ifPresent(code -> methods.add(new Method(type, name, descriptor, code.codeLength())));
    }
    return methods;
  }

  /** The only method of a class made for it: so many bytecodes that do nothing. */
  private static Method built(String type, String descriptor, int size) {
    MethodTypeDesc methodType = MethodTypeDesc.ofDescriptor(descriptor);
    boolean isVoid = descriptor.endsWith("V");
    Consumer<CodeBuilder> code = idle(isVoid ? size - 1 : size - 2);
    Consumer<CodeBuilder> end = isVoid ? CodeBuilder::return_ : c -> c.aconst_null().areturn();
    byte[] classFile =
        ClassFile.of()
            .build(
                ClassDesc.of(type),
                built ->
                    built.withMethodBody(
                        "built", methodType, ClassFile.ACC_STATIC, code.andThen(end)));
    return methods(classFile).getFirst();
  }

  private static Consumer<CodeBuilder> idle(int bytecodes) {
    return code -> {
      for (int i = 0; i < bytecodes; i++) {
        code.nop();
      }
    };
  }
}
