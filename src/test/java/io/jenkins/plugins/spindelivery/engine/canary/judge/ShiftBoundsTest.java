package io.jenkins.plugins.spindelivery.engine.canary.judge;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.Test;

/** The bounds beside those of scipy's ranks, see {@code bench/peers/scipy/make_numbers.py}. */
public class ShiftBoundsTest {
    private static final double PRECISE = 1e-12;

    /** Up to the last digits of what the points themselves can tell apart. */
    private static double within(JsonNode pair, double value) {
        double largest = 1;
        for (String side : new String[] {"experiment", "control"}) {
            for (double point : Numbers.list(pair.get(side))) {
                largest = Math.max(largest, Math.abs(point));
            }
        }
        return 1e-9 * Math.max(1, Math.abs(value)) + 4 * Math.ulp(largest);
    }

    private static ShiftBounds bounds(JsonNode pair, double accuracy) {
        return ShiftBounds.of(Numbers.list(pair.get("experiment")), Numbers.list(pair.get("control")), accuracy);
    }

    @Test
    public void crossingsAreThoseOfScipy() {
        for (JsonNode pair : Numbers.pairs()) {
            String name = pair.get("name").asText();
            ShiftBounds bounds = bounds(pair, PRECISE);
            double[] expected = Numbers.list(pair.get("precise"));
            assertEquals(name, expected[0], bounds.low(), within(pair, expected[0]));
            assertEquals(name, expected[1], bounds.high(), within(pair, expected[1]));
        }
    }

    /** With Kayenta's accuracy the steps of the search decide, so they have to be the same. */
    @Test
    public void searchTakesTheStepsOfKayenta() {
        for (JsonNode pair : Numbers.pairs()) {
            String name = pair.get("name").asText();
            ShiftBounds bounds = bounds(pair, ShiftBounds.ACCURACY);
            double[] expected = Numbers.list(pair.get("kayenta"));
            assertEquals(name, expected[0], bounds.low(), within(pair, expected[0]));
            assertEquals(name, expected[1], bounds.high(), within(pair, expected[1]));
            assertEquals(name, expected[2], bounds.estimate(), within(pair, expected[2]));
        }
    }

    @Test
    public void quantileIsThatOfTheNormalDistribution() {
        assertEquals(new NormalDistribution().inverseCumulativeProbability(0.99), ShiftBounds.QUANTILE, 1e-12);
    }

    @Test
    public void boundIsTheEndOfTheRangeWhereTheQuantileIsNeverReached() {
        ShiftBounds bounds = ShiftBounds.of(new double[] {20, 10}, new double[] {1, 2}, ShiftBounds.ACCURACY);
        assertEquals(8, bounds.low(), 0);
        assertEquals(19, bounds.high(), 0);
    }

    @Test
    public void orderOfThePointsDoesNotMatterAndTheyAreLeftAlone() {
        double[] experiment = {3, 1, 2, 7, 5, 9};
        double[] control = {8, 0, 4, 6};
        ShiftBounds bounds = ShiftBounds.of(experiment, control, ShiftBounds.ACCURACY);
        assertEquals(
                bounds,
                ShiftBounds.of(new double[] {1, 2, 3, 5, 7, 9}, new double[] {0, 4, 6, 8}, ShiftBounds.ACCURACY));
        assertArrayEquals(new double[] {3, 1, 2, 7, 5, 9}, experiment, 0);
        assertArrayEquals(new double[] {8, 0, 4, 6}, control, 0);
    }

    @Test
    public void exchangedSidesHaveTheOppositeBounds() {
        Random random = new Random(5);
        double[] left = random.doubles(80, 0, 10).toArray();
        double[] right = random.doubles(70, 2, 11).toArray();
        ShiftBounds bounds = ShiftBounds.of(left, right, PRECISE);
        ShiftBounds exchanged = ShiftBounds.of(right, left, PRECISE);
        assertEquals(bounds.low(), -exchanged.high(), 1e-9);
        assertEquals(bounds.high(), -exchanged.low(), 1e-9);
        assertTrue(bounds.low() < bounds.estimate() && bounds.estimate() < bounds.high());
    }

    @Test
    public void onePointEachLeavesNothingToCompare() {
        assertThrows(
                ArithmeticException.class,
                () -> ShiftBounds.of(new double[] {1}, new double[] {2}, ShiftBounds.ACCURACY));
    }

    /** The statistic itself by counting pairs one by one, at shifts in any order. */
    @Test
    public void statisticIsWhatCountingGives() {
        Random random = new Random(9);
        double[] experiment = random.ints(40, 0, 12).asDoubleStream().sorted().toArray();
        double[] control = random.ints(30, 0, 9).asDoubleStream().sorted().toArray();
        RankSum statistic = new RankSum(Samples.of(experiment), Samples.of(control));
        for (double shift : new double[] {0, 3, 0.5, -2, 11, -8, 1.25}) {
            assertEquals("shift " + shift, counted(experiment, control, shift), statistic.at(shift), 1e-12);
        }
    }

    private static double counted(double[] experiment, double[] control, double shift) {
        double above = 0;
        double ties = 0;
        double[] all = new double[experiment.length + control.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < experiment.length ? experiment[i] - shift : control[i - experiment.length];
        }
        for (double left : all) {
            int equal = 0;
            for (double right : all) {
                equal += left == right ? 1 : 0;
            }
            // Each of t equal points brings its part of t³ − t.
            ties += (double) equal * equal - 1;
        }
        for (double x : experiment) {
            for (double y : control) {
                above += x - shift > y ? 1 : x - shift == y ? 0.5 : 0;
            }
        }
        double nx = experiment.length;
        double ny = control.length;
        double points = nx + ny;
        double distance = above - nx * ny / 2;
        double variance = nx * ny / 12 * (points + 1 - ties / (points * (points - 1)));
        return (distance - Math.signum(distance) * 0.5) / Math.sqrt(variance);
    }
}
