/** Images: found by tags or by the server groups that run them, and cleaned up without those that are in use. */
package io.jenkins.plugins.spindelivery.engine.aws.image;
