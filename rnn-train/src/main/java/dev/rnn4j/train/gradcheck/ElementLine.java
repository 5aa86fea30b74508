package dev.rnn4j.train.gradcheck;

/** The loss as a function of one element. */
record ElementLine(CheckedLoss loss, LiveValues values, int element)
    implements NumericDerivative.Line {
  @Override
  public double size() {
    return Math.max(1, Math.max(Math.abs(place()), values.scale()));
  }

  @Override
  public double place() {
    return values.original(element);
  }

  @Override
  public NumericDerivative.Point at(double distance) {
    float x = values.original(element);
    float there = (float) (x + distance);
    try {
      values.set(element, there);
      return new NumericDerivative.Point((double) there - x, loss.now());
    } finally {
      values.set(element, x);
    }
  }
}
