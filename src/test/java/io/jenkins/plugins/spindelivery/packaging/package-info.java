/** Tests of the plugin as a whole: what it carries, and that Jenkins takes it. */
package io.jenkins.plugins.spindelivery.packaging;
