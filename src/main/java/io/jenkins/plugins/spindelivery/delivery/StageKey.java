package io.jenkins.plugins.spindelivery.delivery;

/**
 * Names a stage within its build, and its folder there.
 *
 * @param value letters, digits, dots and dashes; the same for the same step after a restart, and another for any other
 *     step of the build
 */
public record StageKey(String value) {
    public StageKey {
        if (!value.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,99}")) {
            throw new IllegalArgumentException("not a stage key: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
