/**
 * Builds and tests the Jenkins plugin without Maven's Jenkins parts: by the jars of a Jenkins distribution folder.
 *
 * <p>The folder holds {@code jenkins.war}, {@code plugins/*.jpi} and {@code test-harness/*.jar}. What is taken from it is
 * decided by the root POM alone, whose dependencies are read here, so that nothing is listed twice. Begin with
 * {@link distribution.Build}; {@code ./dev plugin} and {@code ./dev test} run it.
 */
package distribution;
