package dev.rnn4j.bench.peers.onnxruntime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Writes a model in the ONNX format; the numbers of fields are those of onnx.proto. */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATORS_VERSION = 17;

  private static final int MODEL_IR_VERSION = 1;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPERATORS = 8;
  private static final int OPERATORS_VERSION_FIELD = 2;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_NAME = 2;
  private static final int GRAPH_CONSTANT = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;
  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int ATTRIBUTE_NAME = 1;
  private static final int ATTRIBUTE_INTEGER = 3;
  private static final int ATTRIBUTE_TYPE = 20;
  private static final int TYPE_INTEGER = 2;
  private static final int TENSOR_DIMENSION = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_BYTES = 9;
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;

  private final Message graph = new Message().text(GRAPH_NAME, "case");

  /** A constant with that name and shape. */
  OnnxGraph constant(String name, float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return constant(name, FLOAT, bytes.array(), shape);
  }

  /** A constant list of integers. */
  OnnxGraph integers(String name, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return constant(name, INT64, bytes.array(), values.length);
  }

  /** A constant list of lengths of sequences, which have 32 bits. */
  OnnxGraph lengths(String name, int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return constant(name, INT32, bytes.array(), values.length);
  }

  private OnnxGraph constant(String name, int type, byte[] bytes, long... shape) {
    Message tensor =
        new Message()
            .integers(TENSOR_DIMENSION, shape)
            .integer(TENSOR_TYPE, type)
            .text(TENSOR_NAME, name)
            .bytes(TENSOR_BYTES, bytes);
    graph.message(GRAPH_CONSTANT, tensor);
    return this;
  }

  OnnxGraph input(String name, long... shape) {
    graph.message(GRAPH_INPUT, value(name, FLOAT, shape));
    return this;
  }

  OnnxGraph integerInput(String name, long... shape) {
    graph.message(GRAPH_INPUT, value(name, INT64, shape));
    return this;
  }

  OnnxGraph output(String name, long... shape) {
    graph.message(GRAPH_OUTPUT, value(name, FLOAT, shape));
    return this;
  }

  /** ValueInfoProto: name, type; within the latter everything has number 1 or 2. */
  private static Message value(String name, int type, long... shape) {
    Message dimensions = new Message();
    for (long n : shape) {
      dimensions.message(1, new Message().integer(1, n));
    }
    Message tensor = new Message().integer(1, type).message(2, dimensions);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** An operator; an empty name stands for an input or output that is left out. */
  OnnxGraph node(
      String operator, List<String> inputs, List<String> outputs, Map<String, Integer> attributes) {
    Message node = new Message();
    inputs.forEach(name -> node.text(NODE_INPUT, name));
    outputs.forEach(name -> node.text(NODE_OUTPUT, name));
    node.text(NODE_OPERATOR, operator);
    attributes.forEach((name, value) -> node.message(NODE_ATTRIBUTE, attribute(name, value)));
    graph.message(GRAPH_NODE, node);
    return this;
  }

  private static Message attribute(String name, long value) {
    return new Message()
        .text(ATTRIBUTE_NAME, name)
        .integer(ATTRIBUTE_INTEGER, value)
        .integer(ATTRIBUTE_TYPE, TYPE_INTEGER);
  }

  /** The whole model. */
  byte[] toBytes() {
    return new Message()
        .integer(MODEL_IR_VERSION, IR_VERSION)
        .message(MODEL_GRAPH, graph)
        .message(MODEL_OPERATORS, new Message().integer(OPERATORS_VERSION_FIELD, OPERATORS_VERSION))
        .toBytes();
  }
}
